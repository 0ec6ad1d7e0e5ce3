// Compiles mock-backend.mjs into webpacked/main.js: node webpack.cjs WEBPACK
const webpack = require(process.argv[2]);

webpack(
  {
    mode: 'production',
    target: 'node',
    entry: './mock-backend.mjs',
    output: { path: `${__dirname}/webpacked` },
    performance: false,
  },
  (error, stats) => {
    if (error === null && !stats.hasErrors() && !stats.hasWarnings()) return;
    console.error(error ?? stats.toString());
    process.exitCode = 1;
  },
);

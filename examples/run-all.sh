#!/bin/sh
# Installs each example as its readers would, with the package as `npm pack` makes it, and tests and builds it.
# Builds the package first. With names, only these: examples/run-all.sh react vue
set -eu
cd "$(dirname "$0")"
npm run --silent --prefix .. build

for example in ${*:-angular node-sse react svelte vue}; do
  echo "== $example"
  (
    cd "$example"
    # npm would keep an older copy of the same version.
    rm -rf node_modules/heygen-rx node_modules/.package-lock.json
    npm install --no-audit --no-fund --loglevel=error
    npm test
    npm run --if-present build
  )
done

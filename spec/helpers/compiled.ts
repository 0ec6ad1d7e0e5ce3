import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const tsconfig = fileURLToPath(new URL('../../tsconfig.json', import.meta.url));

/** These files as a program, with the settings of the project. A file that an earlier program has read is not parsed again. */
export function programOf(files: readonly string[]): ts.Program {
  return ts.createProgram(files, options, host);
}

const options: ts.CompilerOptions = {
  ...ts.parseJsonConfigFileContent(
    ts.readConfigFile(tsconfig, file => ts.sys.readFile(file)).config,
    ts.sys,
    dirname(tsconfig),
  ).options,
  noUnusedLocals: false,
  noUnusedParameters: false,
};

const parsed = new Map<string, ts.SourceFile | undefined>();
const parsing = ts.createCompilerHost(options);
const host: ts.CompilerHost = {
  ...parsing,
  getSourceFile: (file, ...rest) => {
    if (!parsed.has(file)) parsed.set(file, parsing.getSourceFile(file, ...rest));
    return parsed.get(file);
  },
};

/** The compiler's complaints about these files of a program. */
export function complaintsAbout(program: ts.Program, files: readonly string[]): readonly string[] {
  return files
    .flatMap(file => ts.getPreEmitDiagnostics(program, program.getSourceFile(file)))
    .map(({ file, start = 0, messageText }) => {
      const line = (file?.getLineAndCharacterOfPosition(start).line ?? 0) + 1;
      return `${file?.fileName}:${line} ${ts.flattenDiagnosticMessageText(messageText, ' ')}`;
    });
}

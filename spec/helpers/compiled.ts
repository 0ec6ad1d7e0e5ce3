import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const tsconfig = fileURLToPath(new URL('../../tsconfig.json', import.meta.url));

/** These files as a program, with the settings of the project. It is made faster from an earlier one with some of the same files. */
export function programOf(files: readonly string[], earlier?: ts.Program): ts.Program {
  const { config } = ts.readConfigFile(tsconfig, file => ts.sys.readFile(file)) as { config: unknown };
  const { options } = ts.parseJsonConfigFileContent(
    config,
    ts.sys,
    fileURLToPath(new URL('../..', import.meta.url)),
  );
  return ts.createProgram(
    files,
    { ...options, noUnusedLocals: false, noUnusedParameters: false },
    undefined,
    earlier,
  );
}

/** The compiler's complaints about these files of a program. */
export function complaintsAbout(program: ts.Program, files: readonly string[]): readonly string[] {
  return files
    .flatMap(file => ts.getPreEmitDiagnostics(program, program.getSourceFile(file)))
    .map(({ file, start = 0, messageText }) => {
      const line = (file?.getLineAndCharacterOfPosition(start).line ?? 0) + 1;
      return `${file?.fileName}:${line} ${ts.flattenDiagnosticMessageText(messageText, ' ')}`;
    });
}

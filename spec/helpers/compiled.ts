import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const tsconfig = fileURLToPath(new URL('../../tsconfig.json', import.meta.url));

/** These files as a program, with the settings of the project. */
export function programOf(files: readonly string[]): ts.Program {
  const { config } = ts.readConfigFile(tsconfig, file => ts.sys.readFile(file)) as { config: unknown };
  const { options } = ts.parseJsonConfigFileContent(
    config,
    ts.sys,
    fileURLToPath(new URL('../..', import.meta.url)),
  );
  return ts.createProgram(files, { ...options, noUnusedLocals: false, noUnusedParameters: false });
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

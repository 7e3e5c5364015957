/** Compiles one file of src as if it had another text, with the types of all the others. */

import { join } from 'node:path'
import ts from 'typescript'

export class Compiler {
  #options
  #files
  #whole

  /** @param root of the project */
  constructor(root) {
    const config = ts.getParsedCommandLineOfConfigFile(
      join(root, 'tsconfig.json'),
      {},
      {
        ...ts.sys,
        onUnRecoverableConfigFileDiagnostic: ({ messageText }) => {
          throw new Error(ts.flattenDiagnosticMessageText(messageText, ' '))
        },
      },
    )
    // What is broken may leave something over.
    this.#options = { ...config.options, noUnusedLocals: false, noUnusedParameters: false }
    this.#files = config.fileNames
    this.#whole = ts.createProgram(this.#files, this.#options)
  }

  /**
   * @returns its JavaScript
   * @throws Error if it does not compile: such a program tells nothing about who runs it
   */
  compile(path, text) {
    const host = ts.createCompilerHost(this.#options)
    host.getSourceFile = name =>
      name === path
        ? ts.createSourceFile(name, text, this.#options.target)
        : this.#whole.getSourceFile(name)
    const program = ts.createProgram(this.#files, this.#options, host, this.#whole)
    const file = program.getSourceFile(path)
    const [wrong] = [
      ...program.getSyntacticDiagnostics(file),
      ...program.getSemanticDiagnostics(file),
    ]
    if (wrong) throw new Error(ts.flattenDiagnosticMessageText(wrong.messageText, ' '))
    let code = ''
    program.emit(file, (name, written) => {
      if (name.endsWith('.js')) code = written
    })
    return code
  }
}

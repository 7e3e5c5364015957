/** Builds the package: TypeScript into a fresh dist/, and the program made executable. */

import { execFileSync } from 'node:child_process'
import { chmodSync, renameSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'

process.chdir(new URL('..', import.meta.url).pathname)
const fresh = `dist.${process.pid}`
const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc')
try {
  execFileSync(process.execPath, [tsc, '-p', 'tsconfig.json', '--outDir', fresh], {
    stdio: 'inherit',
  })
  chmodSync(`${fresh}/cli/main.js`, 0o755)
  // The old program stays until the new one is whole.
  rmSync('dist', { recursive: true, force: true })
  renameSync(fresh, 'dist')
} catch {
  rmSync(fresh, { recursive: true, force: true })
  process.exitCode = 1
}

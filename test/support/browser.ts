/** Chromium for tests, without a window and without a network; or why there is none. */

import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { type Browser, chromium } from 'playwright-core'

/** What it is called in Debian, and elsewhere. */
const NAMES = ['chromium', 'chromium-browser', 'google-chrome']

/** Undefined if none is to be found; where all tests must run, that is an error. */
export function chromiumPath(): string | undefined {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/bin']
  const path = folders
    .flatMap(folder => NAMES.map(name => join(folder, name)))
    .find(each => existsSync(each))
  if (path || !process.env.CI) return path
  throw new Error('There is no Chromium, and CI is set: apt-get install chromium')
}

export function launch(executablePath: string): Promise<Browser> {
  return chromium.launch({
    executablePath,
    args: [
      // Its own sandbox is not to be had by root in a container; it opens nothing but our own file.
      '--no-sandbox',
      '--disable-gpu',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
}

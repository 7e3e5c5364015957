/** Makes docs/images/report.png: the head of the report of scripts/report-picture.yaml. */

import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { chromium } from 'playwright-core'
import { withPalette } from './palette.mjs'

const { readScenario } = await import('../dist/scenario/scenario.js')
const { simulate } = await import('../dist/sim/simulate.js')
const { reportText } = await import('../dist/report/files.js')

const SCENARIO = new URL('report-picture.yaml', import.meta.url)
const PICTURE = new URL('../docs/images/report.png', import.meta.url)
/** From the verdict to the plots that show what broke. */
const [WIDTH, HEIGHT] = [880, 1640]

const plan = readScenario(readFileSync(SCENARIO, 'utf8'), fileURLToPath(SCENARIO))
const { report } = await simulate(plan, { keepsDetail: true })
const folder = mkdtempSync(join(tmpdir(), 'peering-picture-'))
const file = join(folder, 'report.html')
writeFileSync(file, reportText('html', report))
mkdirSync(new URL('.', PICTURE), { recursive: true })
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu'],
})
try {
  const page = await browser.newPage({ viewport: { width: WIDTH, height: HEIGHT } })
  await page.goto(pathToFileURL(file).href)
  writeFileSync(PICTURE, withPalette(await page.screenshot()))
} finally {
  await browser.close()
  rmSync(folder, { recursive: true, force: true })
}

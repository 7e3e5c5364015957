/** Writes schema/scenario.schema.json from the definition that files are read by. */

import { mkdirSync, writeFileSync } from 'node:fs'

const { scenarioSchema } = await import('../dist/scenario/schema.js')
const folder = new URL('../schema/', import.meta.url)
mkdirSync(folder, { recursive: true })
writeFileSync(
  new URL('scenario.schema.json', folder),
  `${JSON.stringify(scenarioSchema(), null, 2)}\n`,
)

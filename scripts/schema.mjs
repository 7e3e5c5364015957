/** Writes the JSON Schemas of scenarios and reports from the definitions that files are read by. */

import { mkdirSync, writeFileSync } from 'node:fs'

const { scenarioSchema } = await import('../dist/scenario/schema.js')
const { reportSchema } = await import('../dist/report/report-definition.js')
const folder = new URL('../schema/', import.meta.url)
mkdirSync(folder, { recursive: true })
const write = (file, schema) =>
  writeFileSync(new URL(file, folder), `${JSON.stringify(schema, null, 2)}\n`)
write('scenario.schema.json', scenarioSchema())
write('report.schema.json', reportSchema())

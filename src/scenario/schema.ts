/** The JSON Schema of scenario files, by which editors complete and check them. */

import { z } from 'zod'
import { SCENARIO } from './definition.js'

/** Of what a file may say, which is not what is made of it. */
export function scenarioSchema(): Record<string, unknown> {
  const schema = z.toJSONSchema(SCENARIO, {
    io: 'input',
    override({ zodSchema, jsonSchema }) {
      // Left out where text is parsed into something else; yet they are of the text.
      const { default: standard, examples } = z.globalRegistry.get(zodSchema) ?? {}
      if (standard !== undefined) jsonSchema.default = standard
      if (Array.isArray(examples)) jsonSchema.examples = [...examples]
    },
  })
  return {
    ...schema,
    title: 'A scenario of peering',
    description: 'Clusters, their links and load, what breaks, and what must hold.',
  }
}

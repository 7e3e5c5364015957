/** The JSON Schema of scenario files, by which editors complete and check them. */

import { z } from 'zod'
import { SCENARIO } from './definition.js'

/** What stands for a value that is not known yet. */
const VARIABLE = '\\$\\{'

/** A variable can stand for any value: of numbers and of text, each keyword is of one type only. */
function allowVariables(schema: z.core.JSONSchema.BaseSchema): void {
  if (schema.type === 'integer' || schema.type === 'number') {
    // The type of a schema here is one word; that of the standard can be several.
    Object.assign(schema, { type: [schema.type, 'string'], pattern: VARIABLE })
  } else if (schema.type === 'string' && schema.pattern !== undefined) {
    schema.pattern = `(${schema.pattern})|${VARIABLE}`
  } else if (schema.type === 'string' && schema.enum !== undefined) {
    const { enum: words } = schema
    delete schema.enum
    schema.anyOf = [{ enum: words }, { pattern: VARIABLE }]
  }
}

/** Of what a file may say, which is not what is made of it. */
export function scenarioSchema(): Record<string, unknown> {
  const schema = z.toJSONSchema(SCENARIO, {
    io: 'input',
    override({ zodSchema, jsonSchema, path }) {
      // Left out where text is parsed into something else; yet they are of the text.
      const { examples } = z.globalRegistry.get(zodSchema) ?? {}
      if (Array.isArray(examples)) jsonSchema.examples = [...examples]
      // Keys have none.
      if (path.at(-1) !== 'propertyNames') allowVariables(jsonSchema)
    },
  })
  return {
    ...schema,
    title: 'A scenario of peering',
    description: 'Clusters, their links and load, what breaks, and what must hold.',
  }
}

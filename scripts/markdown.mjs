/** Markdown of the pages that are made of the definitions in src. */

/** The text of a page, in which `{{name}}` stands for what is made: in a line of its own, or not. */
export function filled(text, made) {
  return text.replace(/\{\{(\w+)\}\}/g, (whole, name) => made[name] ?? whole)
}

export function table(head, rows) {
  return [head, head.map(() => '---'), ...rows].map(cells => `| ${cells.join(' | ')} |`).join('\n')
}

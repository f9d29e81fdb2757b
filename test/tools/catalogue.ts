import { ruleKinds } from '#core/rules/index.ts'
import { catalogueEntries, type JsonSchema, settingsSchema } from '#core/schema/catalogue.ts'
import { catalogue } from '#nodes/index.ts'

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ')

const typeText = (schema: JsonSchema): string => {
  if (Array.isArray(schema.enum)) return schema.enum.map(value => `\`${value}\``).join(', ')
  if (Array.isArray(schema.anyOf)) return schema.anyOf.map((each: JsonSchema) => typeText(each)).join(' or ')
  if ('const' in schema) return `\`${schema.const}\``
  if (schema.type === 'array') return `list of ${typeText((schema.items ?? {}) as JsonSchema)}`
  return typeof schema.type === 'string' ? schema.type : 'any'
}

const settingRows = (schema: JsonSchema): readonly string[] => {
  const required = new Set((schema.required ?? []) as readonly string[])
  return Object.entries((schema.properties ?? {}) as Readonly<Record<string, JsonSchema>>).map(([name, of]) => {
    const otherwise = required.has(name) ? 'required' : 'default' in of ? `\`${JSON.stringify(of.default)}\`` : ''
    return `| \`${name}\` | ${cell(typeText(of))} | ${cell(otherwise)} | ${cell(String(of.description ?? ''))} |`
  })
}

const settingTable = (schema: JsonSchema): readonly string[] => {
  const rows = settingRows(schema)
  return rows.length === 0 ? [] : ['', '| setting | type | default | |', '| --- | --- | --- | --- |', ...rows]
}

const portList = (ports: readonly { readonly name: string }[]): string =>
  ports.map(port => `\`${port.name}\``).join(', ') || 'none'

/** The catalogue of kinds and rules as a page, from their definitions. */
export const cataloguePage = async (): Promise<string> => {
  const nodes = catalogueEntries(catalogue).flatMap(entry => [
    '',
    `### \`${entry.kind}\``,
    '',
    `${entry.title}: ${entry.summary}`,
    '',
    `In: ${portList(entry.inputs)}. Out: ${portList(entry.outputs)}.`,
    ...settingTable(entry.settings),
  ])
  const rules = [...ruleKinds.values()].flatMap(rule => [
    '',
    `### \`${rule.kind}\``,
    '',
    `${rule.title}: ${rule.summary}`,
    '',
    `Dimension: ${rule.dimension}. Flags: ${rule.flags}.`,
    ...settingTable(settingsSchema(rule)),
  ])
  return [
    '# Catalogue',
    '',
    'Written by `npm run fix` from the definitions of the kinds; the ports are those of a new node.',
    '',
    '## Nodes',
    ...nodes,
    '',
    '## Rules',
    ...rules,
    '',
  ].join('\n')
}

import { ruleKinds } from '#core/rules/index.ts'
import { catalogueEntries, type JsonSchema, settingsSchema } from '#core/schema/catalogue.ts'
import { settingTexts } from '#hosts/cli/schema-text.ts'
import { catalogue } from '#nodes/index.ts'

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ')

const code = (text: string): string => (text ? `\`${text}\`` : '')

const settingTable = (schema: JsonSchema): readonly string[] => {
  const rows = settingTexts(schema).map(
    ({ name, type, otherwise, help }) =>
      `| ${[code(name), type, otherwise === 'required' ? otherwise : code(otherwise), help].map(cell).join(' | ')} |`,
  )
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

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { NodeGroup, NodeKind } from '#core/node/kind.ts'
import { problemCatalogue } from '#core/problem-catalogue.ts'
import { ruleKinds } from '#core/rules/index.ts'
import type { AnyRuleKind } from '#core/rules/rule.ts'
import { dimensions } from '#core/rules/types.ts'
import {
  type CatalogueEntry,
  catalogueEntry,
  type JsonSchema,
  otherNames,
  settingsSchema,
} from '#core/schema/catalogue.ts'
import { flagsText } from '#hosts/cli/catalogue.ts'
import { settingTexts } from '#hosts/cli/schema-text.ts'
import { catalogue } from '#nodes/index.ts'
import { root } from './command.ts'
import { codesOfCases } from './seen-codes.ts'

const folder = 'docs/nodes'
const written = 'Written by `npm run fix` from the definition of the kind.'

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ')
const code = (text: string): string => (text ? `\`${text}\`` : '')
const row = (cells: readonly string[]): string => `| ${cells.map(cell).join(' | ')} |`

const table = (head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] =>
  rows.length === 0 ? [] : [row(head), row(head.map(() => '---')), ...rows.map(row)]

const section = (title: string, lines: readonly string[]): readonly string[] =>
  lines.length === 0 ? [] : ['', `## ${title}`, '', ...lines]

const settingsTable = (schema: JsonSchema): readonly string[] =>
  table(
    ['setting', 'type', 'default', ''],
    settingTexts(schema).map(({ name, type, otherwise, help }) => [
      code(name),
      type,
      otherwise === 'required' ? otherwise : code(otherwise),
      help,
    ]),
  )

const portText = ({ name, many, optional, role }: CatalogueEntry['inputs'][number] & { role?: string }): string =>
  `${code(name)}${many ? ' (many)' : ''}${optional ? ' (optional)' : ''}${role === 'reject' ? ' (rejects)' : ''}`

const portLine = ({ inputs, outputs }: CatalogueEntry): string => {
  const list = (ports: CatalogueEntry['inputs']) => ports.map(portText).join(', ') || 'none'
  return `In: ${list(inputs)}. Out: ${list(outputs)}.`
}

const presetsOf = (kind: NodeKind): readonly string[] =>
  table(
    ['name', 'settings', ''],
    kind.aliases.flatMap(alias =>
      typeof alias === 'string' || 'rules' in alias.settings
        ? []
        : [[alias.name, code(JSON.stringify(alias.settings)), alias.summary ?? '']],
    ),
  )

const nameOf = (kind: string) => kind.slice(kind.indexOf('.') + 1)

/** Where a kind's own page of help lies. */
export const helpFile = ({ kind, group }: Pick<NodeKind, 'kind' | 'group'>): string =>
  join('nodes', group, nameOf(kind), 'help.md')

const helpOf = (kind: NodeKind): string => readFileSync(join(root, helpFile(kind)), 'utf8').replace(/^# .*\n+/, '')

const problemLines = (codes: readonly string[]): readonly string[] =>
  codes.map(each => `- \`${each}\`: ${problemCatalogue[each]?.title ?? ''}.`)

const page = (lines: readonly string[]): string => `${lines.join('\n').trimEnd()}\n`

const nodePage = (kind: NodeKind): string => {
  const entry = catalogueEntry(kind)
  return page([
    `# ${kind.title}`,
    '',
    `\`${kind.kind}\`, version ${kind.version}. ${kind.summary}`,
    '',
    portLine(entry),
    '',
    helpOf(kind).trim(),
    ...section('Settings', settingsTable(entry.settings)),
    ...section('Offered as', presetsOf(kind)),
    ...section('Also known as', [otherNames(kind).join(', ')].filter(Boolean)),
    ...section('Problems', problemLines(codesOfCases(kind))),
    '',
    written,
  ])
}

const rulePage = (rule: AnyRuleKind): string =>
  page([
    `# ${rule.title}`,
    '',
    `\`${rule.kind}\`, a rule of [\`validate.rules\`](../validate.rules.md). ${rule.summary}`,
    '',
    `It is of ${rule.dimension}, and ${flagsText[rule.flags]}.`,
    '',
    rule.help.trim(),
    ...section('Settings', settingsTable(settingsSchema(rule))),
    ...section('Also known as', [(rule.aliases ?? []).join(', ')].filter(Boolean)),
    '',
    written,
  ])

const groupTitles = {
  sources: 'Sources',
  transforms: 'Transforms',
  validators: 'Validators',
  sinks: 'Sinks',
} as const satisfies Record<NodeGroup, string>

const listed = (kinds: readonly (NodeKind | AnyRuleKind)[], at: string): readonly string[] =>
  table(
    ['kind', '', ''],
    kinds.map(({ kind, title, summary }) => [`[\`${kind}\`](${at}${kind}.md)`, title, summary]),
  )

const capital = (word: string) => word.slice(0, 1).toUpperCase() + word.slice(1)

const indexPage = (): string =>
  page([
    '# Nodes and rules',
    '',
    'A page for every kind, written by `npm run fix` from its definition and its help; the ports are those of a new node.',
    ...Object.entries(groupTitles).flatMap(([group, title]) =>
      section(
        title,
        listed(
          [...catalogue.values()].filter(kind => kind.group === group),
          '',
        ),
      ),
    ),
    ...dimensions.flatMap(dimension =>
      section(
        `Rules: ${capital(dimension)}`,
        listed(
          [...ruleKinds.values()].filter(rule => rule.dimension === dimension),
          'rules/',
        ),
      ),
    ),
  ])

/** The reference: a page for every kind and rule, and an index, by path from the root. */
export const referencePages = (): ReadonlyMap<string, string> =>
  new Map([
    [`${folder}/README.md`, indexPage()],
    ...[...catalogue.values()].map(kind => [`${folder}/${kind.kind}.md`, nodePage(kind)] as const),
    ...[...ruleKinds.values()].map(rule => [`${folder}/rules/${rule.kind}.md`, rulePage(rule)] as const),
  ])

import type { Problem } from '#core/problem.ts'
import { explain } from '#core/problem-catalogue.ts'

interface Checked {
  readonly path: string
  readonly problems: readonly Problem[]
}

const levels = { error: 'error', warning: 'warning', info: 'note' } as const

const uriOf = (path: string): string => path.split(/[\\/]/).map(encodeURIComponent).join('/')

const resultOf = (path: string, { code, severity, node, setting, message, hint }: Problem) => ({
  ruleId: code,
  level: levels[severity],
  message: { text: hint ? `${message} Hint: ${hint}` : message },
  locations: [
    {
      physicalLocation: { artifactLocation: { uri: uriOf(path) } },
      ...(node === undefined
        ? {}
        : {
            logicalLocations: [
              { name: node, kind: 'node', fullyQualifiedName: setting === undefined ? node : `${node}.${setting}` },
            ],
          }),
    },
  ],
})

/** The problems of flows as SARIF 2.1.0, which build servers and editors show beside the file. */
export const sarifOf = (flows: readonly Checked[]) => {
  const codes = [...new Set(flows.flatMap(({ problems }) => problems.map(({ code }) => code)))].sort()
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'Weir',
            rules: codes.map(id => {
              const known = explain(id)
              return known === null
                ? { id }
                : { id, shortDescription: { text: known.title }, fullDescription: { text: known.explanation } }
            }),
          },
        },
        results: flows.flatMap(({ path, problems }) => problems.map(problem => resultOf(path, problem))),
      },
    ],
  }
}

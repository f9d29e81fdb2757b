import type { Description } from '#core/source/description.ts'

const listed = (evidence: readonly string[]): string => (evidence.length === 0 ? '' : `  (${evidence.join('; ')})`)

/** How a source's files are written, as lines of text: what is in force, and why. */
export const sourceLines = (node: string, description: Description): readonly string[] => {
  const { files, file, fileCount, scope, findings, columns } = description
  const name = files[file]?.name
  return [
    `${node}: ${name === undefined ? 'no file' : `${name}, ${scope}`}${fileCount > 1 ? `, one of ${fileCount} files` : ''}`,
    ...files.flatMap(({ name: other, differs }) => (differs === null ? [] : [`  file ${other} ${differs}`])),
    ...findings.map(
      ({ label, value, given, evidence }) => `  ${label}: ${value}${given ? ', as set' : ''}${listed(evidence)}`,
    ),
    ...columns.map(
      ({ name: column, type, given, evidence }) => `  ${column} ${type}${given ? ', as set' : ''}${listed([evidence])}`,
    ),
  ]
}

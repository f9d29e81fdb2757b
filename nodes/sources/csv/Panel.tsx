import { Findings, type SourcePanelProps } from '#renderer/fields/source/SourcePanel.tsx'

/** How the file is written, as it was found out, with the evidence. */
export const CsvPanel = (props: SourcePanelProps) => <Findings {...props} lines />

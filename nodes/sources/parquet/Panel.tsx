import { Findings, type SourcePanelProps } from '#renderer/fields/source/SourcePanel.tsx'

/** What the footer of the file tells. */
export const ParquetPanel = (props: SourcePanelProps) => <Findings {...props} lines={false} />

import { Findings, type SourcePanelProps } from '#renderer/fields/source/SourcePanel.tsx'

/** How records lie in the file, and which keys they have. */
export const JsonPanel = (props: SourcePanelProps) => <Findings {...props} lines />

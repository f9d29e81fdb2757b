import { Findings, type SourcePanelProps } from '#renderer/fields/source/SourcePanel.tsx'

/** Which sheets there are, and what their cells are. */
export const ExcelPanel = (props: SourcePanelProps) => <Findings {...props} lines={false} />

import { Markdown } from '../inspector/Markdown.tsx'

/** A note's Markdown, each line on a line of its own as it was typed. */
const NoteText = ({ text }: { readonly text: string }) => <Markdown text={text} className="help note-text" breaks />

export default NoteText

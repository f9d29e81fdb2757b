import { FolderOpen } from 'lucide-react'
import { IconButton } from '../ui/IconButton.tsx'
import { icon14 } from '../ui/icon.ts'
import { TextField } from '../ui/TextField.tsx'
import { useForm } from './form-context.ts'
import type { FieldProps } from './types.ts'

/** A path, typed or browsed for: a file to read, or one to write. */
export const FileInput = ({ id, meta, value, problems, onChange }: FieldProps) => {
  const { pickFile } = useForm()
  const path = typeof value === 'string' ? value : ''
  const browse = async () => {
    const kind = meta.opens === 'flow' ? 'openFlow' : meta.widget === 'saveFile' ? 'saveData' : 'openData'
    const chosen = await pickFile(kind, path || null)
    if (chosen !== null) onChange(chosen)
  }
  return (
    <TextField
      id={id}
      mono
      value={path}
      title={path}
      placeholder={meta.placeholder ?? ''}
      invalid={problems.length > 0}
      aria-label={meta.label}
      onChange={text => onChange(text, '')}
      end={<IconButton size="xs" label="Browse" icon={<FolderOpen {...icon14} />} onClick={() => void browse()} />}
    />
  )
}

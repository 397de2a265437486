import { FileCode, FileText } from 'lucide-react'
import { languageOf } from '../../../components/CodeEditor/index.ts'

/** Tells code from prose. */
export function FileIcon({ path }: { path: string }) {
  const Icon = ['plaintext', 'markdown'].includes(languageOf(path).id) ? FileText : FileCode
  return <Icon size={14} className="text-fg-3" />
}

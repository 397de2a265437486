import type { Visibility } from '@alcove/contract'
import { Globe, Lock } from 'lucide-react'
import { useTranslation } from '../i18n/index.ts'
import { Tag } from '../ui/Tag.tsx'

export function VisibilityTag({ visibility }: { visibility: Visibility }) {
  const { t } = useTranslation()
  const Icon = visibility === 'public' ? Globe : Lock
  return <Tag icon={<Icon size={11} />}>{t(`shell.${visibility}`)}</Tag>
}

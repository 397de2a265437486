import { Check, Copy } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from '../i18n/index.ts'
import { copyText } from './copyText.ts'
import { IconButton } from './IconButton.tsx'

/** Copies a text and confirms it. */
export function CopyButton({ text, label, className }: { text: string; label?: string; className?: string }) {
  const { t } = useTranslation()
  const [copied, setCopied] = useState(false)
  const Icon = copied ? Check : Copy
  return (
    <IconButton
      label={copied ? t('common.copied') : (label ?? t('common.copy'))}
      size="sm"
      className={className}
      icon={<Icon size={13} />}
      onClick={async () => {
        await copyText(text)
        setCopied(true)
        setTimeout(() => setCopied(false), 1500)
      }}
    />
  )
}

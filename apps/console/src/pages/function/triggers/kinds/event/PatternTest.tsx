import { matchesPattern, type EventPattern } from '@alcove/contract'
import { Check, X } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from '../../../../../i18n/index.ts'
import { Field, Textarea } from '../../../../../ui/Field.tsx'
import { jsonError } from '../../../payload/jsonError.ts'
import { parseJson } from './parsePattern.ts'

interface PatternTestProps {
  /** null: it is wrong as it is typed. */
  pattern: EventPattern | null
  /** An event to begin with: the last one of the space that matches, or one made up. */
  sample: unknown
}

/** Shows while typing whether an event matches the pattern. */
export function PatternTest({ pattern, sample }: PatternTestProps) {
  const { t } = useTranslation()
  const [typed, setTyped] = useState<string | null>(null)
  const text = typed ?? (sample === undefined ? '' : JSON.stringify(sample, null, 2))
  const parsed = parseJson(text)
  return (
    <div className="grid max-w-2xl gap-2 px-gutter pb-4">
      <Field
        label={<span className="sr-only">{t('triggers.event')}</span>}
        error={text !== '' && !parsed ? jsonError(text) : undefined}
      >
        <Textarea mono rows={10} spellCheck={false} value={text} onChange={({ target }) => setTyped(target.value)} />
      </Field>
      <p role="status" className="min-h-5">
        {pattern && parsed && <Verdict matches={matchesPattern(pattern, parsed.value)} />}
      </p>
    </div>
  )
}

function Verdict({ matches }: { matches: boolean }) {
  const { t } = useTranslation()
  return (
    <span className="flex items-center gap-2 font-name">
      {matches ? <Check size={14} className="text-accent" /> : <X size={14} className="text-fg-3" />}
      {matches ? t('triggers.matches') : t('triggers.matchesNot')}
    </span>
  )
}

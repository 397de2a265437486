import { useQuery } from '@tanstack/react-query'
import { TriangleAlert } from 'lucide-react'
import { Controller, useForm, useWatch } from 'react-hook-form'
import { functionQuery } from '../../../../../api/functions.ts'
import { useTranslation } from '../../../../../i18n/index.ts'
import { said } from '../../../../../i18n/said.ts'
import { Field, Textarea } from '../../../../../ui/Field.tsx'
import { NewNameInput } from '../../../../../ui/NewNameInput.tsx'
import { Notice } from '../../../../../ui/Notice.tsx'
import { Section } from '../../../../../ui/Section.tsx'
import { PreviewedForm } from '../../PreviewedForm.tsx'
import { TargetField } from '../../TargetField.tsx'
import { useNameError } from '../../useNameError.ts'
import { useSaveTrigger } from '../../useSaveTrigger.ts'
import { useTriggerPreview } from '../../useTriggerPreview.ts'
import type { TriggerFormProps } from '../kind.ts'
import { MatchedEvents } from './MatchedEvents.tsx'
import { parsePattern } from './parsePattern.ts'
import { PatternTest } from './PatternTest.tsx'

interface Fields {
  name: string
  qualifier: string
  pattern: string
}

const EXAMPLE = { type: [{ prefix: 'shop.order.' }], data: { total: [{ numeric: ['>', 100] }] } }

export function EventForm({ space, fn, trigger, onClose, onDone, onTheirs }: TriggerFormProps<'event'>) {
  const { t } = useTranslation()
  const details = useQuery(functionQuery(space, fn)).data
  const { register, control, formState } = useForm<Fields>({
    defaultValues: {
      name: trigger?.name ?? '',
      qualifier: trigger?.qualifier ?? details?.aliases[0]?.name ?? 'draft',
      pattern: JSON.stringify(trigger?.config.pattern ?? EXAMPLE, null, 2),
    },
  })
  const fields = useWatch({ control }) as Fields
  const { name, qualifier } = fields
  const nameError = useNameError(space, fn, name, trigger === null)
  const { pattern, error } = parsePattern(fields.pattern)
  const body =
    pattern && ({ type: 'event', qualifier, enabled: trigger?.enabled ?? true, config: { pattern } } as const)
  const { preview, errors, stale } = useTriggerPreview('event', { space, fn, name, body })
  const patternError = error ?? Object.values(errors)[0]
  const save = useSaveTrigger({ space, fn, trigger, onDone, onTheirs })
  const problem =
    (name === '' && t('fn.triggers.needsName')) ||
    nameError ||
    (patternError !== undefined && t('triggers.createdNone', { reason: said(patternError) }))
  return (
    <PreviewedForm
      name={trigger?.name ?? null}
      edited={formState.isDirty}
      save={save}
      problem={problem}
      onSave={() => body && save.mutate({ name: name, body })}
      onClose={onClose}
      previewLabel={t('triggers.matchedEvents')}
      preview={
        <Section title={t('triggers.matchedEvents')}>
          {preview && <MatchedEvents space={space} matched={preview.matched} dimmed={stale} />}
        </Section>
      }
    >
      <div className="grid max-w-2xl gap-4 px-gutter py-4 wide:grid-cols-2">
        {!trigger && (
          <Field label={t('common.name')} error={nameError}>
            <NewNameInput placeholder="orders" {...register('name')} />
          </Field>
        )}
        <Controller
          control={control}
          name="qualifier"
          render={({ field }) => <TargetField space={space} fn={fn} value={field.value} onChange={field.onChange} />}
        />
        <Field
          className="wide:col-span-2"
          label={t('triggers.pattern')}
          hint={t('triggers.patternHint')}
          error={patternError}
        >
          <Textarea mono rows={10} spellCheck={false} {...register('pattern')} />
        </Field>
      </div>
      {preview?.loop === true && !stale && (
        <div className="px-gutter pb-4">
          <Notice tone="warning" icon={<TriangleAlert size={16} />} title={t('triggers.eventLoop', { fn })} />
        </div>
      )}
      <Section ruled title={t('triggers.tryPattern')} note={t('triggers.tryPatternHint')}>
        <PatternTest pattern={pattern} sample={preview?.event} />
      </Section>
    </PreviewedForm>
  )
}

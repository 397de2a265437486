import { bucketsQuery } from '../../../api/buckets.ts'
import { functionsQuery } from '../../../api/functions.ts'
import { useWholeList } from '../../../components/useWholeList.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { CopyButton } from '../../../ui/CopyButton.tsx'
import { Field, Input } from '../../../ui/Field.tsx'
import { Select } from '../../../ui/Select.tsx'
import type { Answers, Template } from './gallery.ts'

interface TemplateAnswersProps {
  space: string
  template: Template
  answers: Answers
  onChange(answers: Answers): void
  errorAt(path: string): string | undefined
}

/** What a template alone asks for: a bucket, another function, a secret. */
export function TemplateAnswers({ space, template, answers, onChange, errorAt }: TemplateAnswersProps) {
  const { t } = useTranslation()
  const { needs, secrets = [] } = template
  return (
    <>
      {needs.includes('bucket') && (
        <BucketAnswer
          space={space}
          value={answers.bucket}
          onChange={(bucket) => onChange({ ...answers, bucket })}
          isWrong={errorAt('bucket') !== undefined}
        />
      )}
      {needs.includes('function') && (
        <FunctionAnswer
          space={space}
          value={answers.function}
          onChange={(next) => onChange({ ...answers, function: next })}
        />
      )}
      {secrets.map((name) => (
        <Field key={name} label={name} hint={t('fn.create.secretMade')} error={errorAt(`secrets.${name}`)}>
          <span className="flex items-center gap-1">
            <Input
              mono
              autoComplete="off"
              spellCheck={false}
              value={answers.secrets[name] ?? ''}
              onChange={({ target }) => onChange({ ...answers, secrets: { ...answers.secrets, [name]: target.value } })}
            />
            <CopyButton text={answers.secrets[name] ?? ''} />
          </span>
        </Field>
      ))}
    </>
  )
}

interface AnswerProps {
  space: string
  value: string
  onChange(value: string): void
}

function BucketAnswer({ space, value, onChange, isWrong }: AnswerProps & { isWrong: boolean }) {
  const { t } = useTranslation()
  const buckets = useWholeList(bucketsQuery(space)).data ?? []
  const exists = buckets.some(({ name }) => name === value)
  return (
    <Field
      label={t('fn.create.bucket')}
      hint={exists ? t('fn.create.bucketThere') : t('fn.create.bucketMade')}
      error={isWrong ? t('fn.create.badName') : null}
    >
      <Input
        mono
        list="buckets-of-the-space"
        autoComplete="off"
        spellCheck={false}
        value={value}
        onChange={({ target }) => onChange(target.value)}
      />
      <datalist id="buckets-of-the-space">
        {buckets.map(({ name }) => (
          <option key={name}>{name}</option>
        ))}
      </datalist>
    </Field>
  )
}

const NONE = '-'

function FunctionAnswer({ space, value, onChange }: AnswerProps) {
  const { t } = useTranslation()
  const functions = useWholeList(functionsQuery(space)).data ?? []
  return (
    <Field label={t('fn.create.watched')} hint={t('fn.create.watchedHint')}>
      <Select
        mono
        value={value || NONE}
        onChange={(next) => onChange(next === NONE ? '' : next)}
        options={[
          { value: NONE, label: t('fn.create.watchedNone') },
          ...functions.map(({ name }) => ({ value: name, label: name })),
        ]}
      />
    </Field>
  )
}

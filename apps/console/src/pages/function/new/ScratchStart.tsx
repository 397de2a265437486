import { LIMITS, type Runtime, RUNTIMES } from '@alcove/contract'
import { useQuery } from '@tanstack/react-query'
import { engineQuery } from '../../../api/engine.ts'
import { runtimeName } from '../../../components/runtimes.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { Field, Input } from '../../../ui/Field.tsx'
import { RadioList } from '../../../ui/RadioList.tsx'
import { Segmented } from '../../../ui/Segmented.tsx'
import { isNode, type Language, LANGUAGES, type Shape } from './starters.ts'

export interface Scratch {
  runtime: Runtime
  language: Language
  shape: Shape
  memoryMb: number
  timeoutSeconds: number
}

interface ScratchStartProps {
  value: Scratch
  onChange(value: Scratch): void
  errorAt(path: string): string | undefined
}

export function ScratchStart({ value, onChange, errorAt }: ScratchStartProps) {
  const { t } = useTranslation()
  const runtimes = useQuery(engineQuery).data?.runtimes
  return (
    <div className="grid gap-5">
      <div className="grid gap-1">
        <span className="text-sm font-medium text-fg-2">{t('fn.config.runtime')}</span>
        <RadioList
          label={t('fn.config.runtime')}
          columns={3}
          value={value.runtime}
          onChange={(runtime) => onChange({ ...value, runtime })}
          options={RUNTIMES.map((name) => {
            const known = runtimes?.find((other) => other.name === name)
            return {
              value: name,
              label: runtimeName(name),
              hint: known?.version,
              disabledReason:
                known?.available === false && t('fn.config.runtimeMissing', { remedy: known.remedy ?? '' }),
            }
          })}
        />
      </div>
      {isNode(value.runtime) && (
        <>
          <div className="grid gap-1">
            <span className="text-sm font-medium text-fg-2">{t('fn.create.language')}</span>
            <Segmented
              label={t('fn.create.language')}
              value={value.language}
              onChange={(language) => onChange({ ...value, language })}
              options={LANGUAGES.map((language) => ({ value: language, label: language }))}
            />
          </div>
          <div className="grid gap-1">
            <span className="text-sm font-medium text-fg-2">{t('fn.create.shape')}</span>
            <RadioList
              label={t('fn.create.shape')}
              columns={2}
              value={value.shape}
              onChange={(shape) => onChange({ ...value, shape })}
              options={(['event', 'web'] as const).map((shape) => ({
                value: shape,
                label: t(`fn.create.shapes.${shape}.name`),
                hint: t(`fn.create.shapes.${shape}.hint`),
              }))}
            />
          </div>
        </>
      )}
      <div className="grid grid-cols-2 gap-4 narrow:grid-cols-1">
        {(['memoryMb', 'timeoutSeconds'] as const).map((key) => (
          <Field
            key={key}
            label={t(key === 'memoryMb' ? 'fn.config.memory' : 'fn.config.timeout')}
            hint={t('fn.config.range', LIMITS[key])}
            error={errorAt(key) && t('fn.config.badRange', LIMITS[key])}
          >
            <Input
              type="number"
              value={Number.isNaN(value[key]) ? '' : value[key]}
              onChange={({ target }) => onChange({ ...value, [key]: target.valueAsNumber })}
            />
          </Field>
        ))}
      </div>
    </div>
  )
}

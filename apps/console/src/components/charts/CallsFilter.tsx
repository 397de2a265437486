import { aliasesQuery } from '../../api/aliases.ts'
import { triggersQuery } from '../../api/triggers.ts'
import { versionsQuery } from '../../api/versions.ts'
import { useWholeList } from '../useWholeList.ts'
import { useTranslation } from '../../i18n/index.ts'
import { Select } from '../../ui/Select.tsx'

interface Filter {
  version?: string | undefined
  qualifier?: string | undefined
  trigger?: string | undefined
}

interface CallsFilterProps {
  space: string
  fn: string
  value: Filter
  size?: 'md' | 'field'
  onChange(filter: Filter): void
}

const ALL = 'all'
const FIELDS = ['version', 'qualifier', 'trigger'] as const

/** Which calls are counted: all, or those of a version, an alias or a trigger. */
export function CallsFilter({ space, fn, value, size = 'md', onChange }: CallsFilterProps) {
  const { t } = useTranslation()
  const versions = useWholeList(versionsQuery(space, fn)).data ?? []
  const aliases = useWholeList(aliasesQuery(space, fn)).data ?? []
  const triggers = useWholeList(triggersQuery(space, fn)).data ?? []
  const field = FIELDS.find((each) => value[each] !== undefined)
  const chosen = field === undefined ? ALL : `${field}=${value[field]}`
  const options = [
    { value: ALL, label: t('fn.metrics.allCalls') },
    { value: 'version=draft', label: t('fn.versions.draft') },
    ...versions.map(({ version }) => ({ value: `version=${version}`, label: `v${version}` })),
    ...aliases.map(({ name: alias }) => ({ value: `qualifier=${alias}`, label: t('fn.metrics.ofAlias', { alias }) })),
    ...triggers.map(({ name, type }) => {
      const key = `${type}:${name}`
      return { value: `trigger=${key}`, label: t('fn.metrics.ofTrigger', { trigger: key }) }
    }),
  ]
  // A link may name one that is gone: its calls are still counted.
  const known = options.some((option) => option.value === chosen)
  return (
    <Select
      size={size}
      {...(size === 'md' && { label: t('fn.metrics.calls') })}
      value={chosen}
      options={known ? options : [...options, { value: chosen, label: chosen }]}
      onChange={(next) => {
        const at = next.indexOf('=')
        const none = { version: undefined, qualifier: undefined, trigger: undefined }
        onChange(at < 0 ? none : { ...none, [next.slice(0, at)]: next.slice(at + 1) })
      }}
    />
  )
}

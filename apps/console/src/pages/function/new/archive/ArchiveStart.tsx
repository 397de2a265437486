import { RUNTIMES } from '@alcove/contract'
import { Link, useParams } from '@tanstack/react-router'
import { FileArchive, FolderOpen } from 'lucide-react'
import { useRef, useState } from 'react'
import { useTranslation } from '../../../../i18n/index.ts'
import { said } from '../../../../i18n/said.ts'
import { useFormat } from '../../../../i18n/useFormat.ts'
import { FormError } from '../../../../components/FormError.tsx'
import { runtimeName } from '../../../../components/runtimes.ts'
import { paths } from '../../../../navigation/paths.ts'
import { Button } from '../../../../ui/Button.tsx'
import { Input } from '../../../../ui/Field.tsx'
import { Section } from '../../../../ui/Section.tsx'
import { Select } from '../../../../ui/Select.tsx'
import { detect, type Detected } from './detect.ts'
import { DetectedRow } from './DetectedRow.tsx'
import { PackageError, type PackageProblem, readFolder, type ReadPackage, readZip } from './readPackage.ts'

/** A package that was read, and what a person made of what was detected. */
export interface Archive {
  name: string
  read: ReadPackage
  detected: Detected
  runtime: Detected['runtime']['value']
  handler: string
  variables: Record<string, string>
}

interface ArchiveStartProps {
  archive: Archive | null
  onChange(archive: Archive): void
  errorAt(path: string): string | undefined
}

/** Takes a zip or a folder, reads it here in the browser, and shows what it seems to be. */
export function ArchiveStart({ archive, onChange, errorAt }: ArchiveStartProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const { space } = useParams({ from: '/shell/s/$space/f/new' })
  const zipPicker = useRef<HTMLInputElement>(null)
  const folderPicker = useRef<HTMLInputElement>(null)
  const [problem, setProblem] = useState<PackageProblem | null>(null)
  const [reading, setReading] = useState(false)
  const [over, setOver] = useState(false)

  const take = async (name: string, reads: () => Promise<ReadPackage>) => {
    setReading(true)
    setProblem(null)
    try {
      const read = await reads()
      const detected = detect(read.files)
      // Values of .env files stay here: they may be secret, and variables are not the place for secrets.
      const inDotenv = read.dotenv.flatMap((text) => [...text.matchAll(/^\s*(?:export\s+)?([A-Za-z_]\w*)\s*=/gm)])
      const names = [...detected.variables.map((variable) => variable.name), ...inDotenv.map(([, name]) => name!)]
      const variables = Object.fromEntries(names.map((name) => [name, '']))
      onChange({
        name,
        read,
        detected,
        runtime: detected.runtime.value,
        handler: detected.handler?.value ?? '',
        variables,
      })
    } catch (error) {
      if (!(error instanceof PackageError)) throw error
      setProblem(error.problem)
    } finally {
      setReading(false)
    }
  }
  const takeZip = (file: File | undefined) => file && void take(file.name.replace(/\.zip$/i, ''), () => readZip(file))
  const takeFolder = (files: File[]) => {
    const [first] = files
    if (first) void take(first.webkitRelativePath.split('/')[0]!, () => readFolder(files))
  }

  return (
    <div className="grid gap-4">
      <div
        onDragOver={(event) => {
          event.preventDefault()
          setOver(true)
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault()
          setOver(false)
          takeZip(event.dataTransfer.files[0])
        }}
        className={`flex min-h-16 flex-wrap items-center gap-3 rounded-field border border-dashed px-3 py-3 ${over ? 'border-accent bg-selected' : problem ? 'border-danger' : 'border-line-input bg-sunken'}`}
      >
        <FileArchive size={18} strokeWidth={1.5} className="shrink-0 text-fg-3" />
        <span className="min-w-0 flex-1 narrow:basis-4/5">
          {archive ? (
            <>
              <span className="cut block font-name">{archive.name}</span>
              <span className="block text-sm text-fg-2">
                {t('fn.create.files', { count: archive.read.files.size })}, {format.bytes(archive.read.bytes)}
              </span>
            </>
          ) : (
            <span className="block text-fg-2">{t('fn.create.dropZip')}</span>
          )}
          {problem && (
            <span role="alert" className="block text-sm text-danger">
              {t(`fn.create.problem.${problem}`)}{' '}
              {problem === 'ofSpace' && (
                <Link {...paths.exchange(space)} className="link">
                  {t('fn.create.importIt')}
                </Link>
              )}
            </span>
          )}
        </span>
        <Button pending={reading} icon={<FileArchive size={14} />} onClick={() => zipPicker.current?.click()}>
          {t('fn.create.chooseZip')}
        </Button>
        <Button icon={<FolderOpen size={14} />} onClick={() => folderPicker.current?.click()}>
          {t('fn.create.chooseFolder')}
        </Button>
        <input
          ref={zipPicker}
          type="file"
          hidden
          accept=".zip,application/zip"
          aria-label={t('fn.create.chooseZip')}
          onChange={({ target }) => takeZip(target.files?.[0])}
        />
        <input
          ref={folderPicker}
          type="file"
          hidden
          aria-label={t('fn.create.chooseFolder')}
          {...{ webkitdirectory: '' }}
          onChange={({ target }) => takeFolder([...(target.files ?? [])])}
        />
      </div>
      {archive && <Findings archive={archive} onChange={onChange} errorAt={errorAt} />}
    </div>
  )
}

function Findings({ archive, onChange, errorAt }: ArchiveStartProps & { archive: Archive }) {
  const { t } = useTranslation()
  const { detected, read, runtime, handler, variables } = archive
  const { dependencies } = detected
  const handlers = detected.handler ? [detected.handler.value, ...detected.handler.others] : []
  const named = Object.keys(variables)
  return (
    <Section
      title={t('fn.create.detected')}
      note={t('fn.create.detectedNote')}
      className="-mx-gutter border-y border-line"
    >
      <DetectedRow
        label={t('fn.config.runtime')}
        uncertain={detected.runtime.others.length > 0}
        from={detected.runtime.from}
        evidence={
          detected.runtime.others.length > 0 &&
          t('fn.create.fitsToo', { others: detected.runtime.others.map((other) => runtimeName(other)).join(', ') })
        }
      >
        <Select
          label={t('fn.config.runtime')}
          value={runtime}
          onChange={(next) => onChange({ ...archive, runtime: next })}
          options={RUNTIMES.map((name) => ({ value: name, label: runtimeName(name) }))}
        />
      </DetectedRow>
      <DetectedRow
        label={t('fn.config.handler')}
        uncertain={handlers.length !== 1}
        from={detected.handler?.from ?? null}
        error={handler !== '' && errorAt('handler')}
        evidence={
          handlers.length === 0
            ? t('fn.create.noHandler')
            : handlers.length > 1 && t('fn.create.fitsToo', { others: handlers.slice(1, 4).join(', ') })
        }
      >
        <Input
          mono
          required
          aria-invalid={handler !== '' && errorAt('handler') !== undefined}
          list="handlers-found"
          aria-label={t('fn.config.handler')}
          value={handler}
          onChange={({ target }) => onChange({ ...archive, handler: target.value })}
        />
        <datalist id="handlers-found">
          {handlers.map((each) => (
            <option key={each}>{each}</option>
          ))}
        </datalist>
      </DetectedRow>
      {named.map((name) => (
        <DetectedRow
          key={name}
          label={<span className="mono">{name}</span>}
          uncertain={variables[name] === ''}
          from={detected.variables.find((variable) => variable.name === name)?.from ?? '.env'}
          error={errorAt(`environment.${name}`)}
          evidence={
            detected.variables.some((variable) => variable.name === name)
              ? t('fn.create.readByCode')
              : t('fn.create.namedThere')
          }
        >
          <Input
            mono
            aria-label={name}
            aria-invalid={errorAt(`environment.${name}`) !== undefined}
            autoComplete="off"
            placeholder={t('fn.create.valueLater')}
            value={variables[name]}
            onChange={({ target }) => onChange({ ...archive, variables: { ...variables, [name]: target.value } })}
          />
        </DetectedRow>
      ))}
      <FormError message={said(errorAt('environment') ?? '')} />
      {dependencies && (
        <DetectedRow label={t('fn.create.packages')} from={dependencies.from}>
          {t('fn.create.packageCount', { count: dependencies.count })}
        </DetectedRow>
      )}
      {read.topFolder !== null && (
        <DetectedRow label={t('fn.create.topFolder')} from={`${read.topFolder}/`}>
          {t('fn.create.removed')}
        </DetectedRow>
      )}
      {read.leftOut.count > 0 && (
        <DetectedRow label={t('fn.create.leftOut')} from={read.leftOut.what.join(', ')}>
          {t('fn.create.files', { count: read.leftOut.count })}
        </DetectedRow>
      )}
    </Section>
  )
}

export default function VersionsTab() {
  return null
}

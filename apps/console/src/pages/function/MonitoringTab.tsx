export default function MonitoringTab() {
  return null
}

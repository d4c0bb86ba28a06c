# Runs the test files whose paths come in on the standard input, one after the other; a line of counts ends each.
# Usage: pwsh -NoProfile -File Invoke-TestFile.ps1 -Pester <path of Pester.psd1>
param ([Parameter(Mandatory)] [string] $Pester)

Import-Module $Pester
$configuration = New-PesterConfiguration
$configuration.Run.PassThru = $true
$configuration.Output.RenderMode = 'Plaintext'
while ($file = [Console]::In.ReadLine()) {
    $configuration.Run.Path = $file
    $run = Invoke-Pester -Configuration $configuration
    # A file that cannot be read has no tests that could fail.
    "== $($run.PassedCount) passed, $($run.FailedCount + $run.FailedContainersCount) failed, $($run.SkippedCount) skipped"
}

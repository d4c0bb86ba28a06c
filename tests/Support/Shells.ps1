# Processes of their own with the PowerShell that runs the tests.

# Prepares a pwsh process; Variable changes its environment, and $null removes a variable from it.
function New-ShellStart ([string[]] $Argument, [hashtable] $Variable = @{}) {
    $program = Get-Item "$PSHOME/pwsh", "$PSHOME/pwsh.exe" -ErrorAction Ignore | Select-Object -First 1
    # A .NET tool has no program of its own.
    $start = [Diagnostics.ProcessStartInfo]::new($(if ($program) { $program.FullName } else { 'dotnet' }))
    if (-not $program) { $start.ArgumentList.Add("$PSHOME/pwsh.dll") }
    '-NoLogo', '-NoProfile' + $Argument | ForEach-Object { $start.ArgumentList.Add($_) }
    $start.RedirectStandardInput = $start.RedirectStandardOutput = $start.RedirectStandardError = $true
    $start.WorkingDirectory = "$Root"
    $start.Environment['NO_COLOR'] = '1'
    $start.Environment['ENTRAREVOKE_MODULE'] = $ModuleManifest
    foreach ($entry in $Variable.GetEnumerator()) {
        if ($null -eq $entry.Value) { $null = $start.Environment.Remove($entry.Key) } else { $start.Environment[$entry.Key] = $entry.Value }
    }
    $start
}

# The beginning of a script for a shell of its own: the module, and the emulator as the default environment.
function Get-ShellPrologue {
    @"
Import-Module '$ModuleManifest'
`$null = Add-EntraEnvironment -Name Emulator -AzureADEndpoint $($Emulator.authority) -GraphEndpoint $($Emulator.graph)
`$PSDefaultParameterValues['Connect-Entra:Environment'] = 'Emulator'

"@
}

# Runs a script in a fresh pwsh, with its lines of output and errors and its exit code. The limit is for what hangs.
function Invoke-Shell ([string] $Script, [hashtable] $Variable = @{}) {
    $process = [Diagnostics.Process]::Start((New-ShellStart '-NonInteractive', '-Command', $Script $Variable))
    $process.StandardInput.Close()
    $output, $errors = $process.StandardOutput.ReadToEndAsync(), $process.StandardError.ReadToEndAsync()
    if (-not $process.WaitForExit(300000)) { $process.Kill($true); throw "pwsh did not end:`n$($output.Result)" }
    [pscustomobject]@{
        Text     = $output.Result
        Lines    = @($output.Result -split '\r?\n' | Where-Object { $_ })
        Errors   = $errors.Result
        ExitCode = $process.ExitCode
    }
}

# A copy of the packed module, to be installed or damaged: Path for $env:PSModulePath, and its own Folder.
function Copy-Module {
    $path = New-Folder
    $folder = Join-Path $path EntraRevoke (Split-Path $ModuleFolder -Leaf)
    $null = New-Item -ItemType Directory (Split-Path $folder)
    Copy-Item $ModuleFolder $folder -Recurse
    [pscustomobject]@{ Path = $path; Folder = $folder }
}

# For each line `<runspaces> <calls>` makes so many calls in each of so many runspaces at once, and answers how many
# nanoseconds it took, and how many of the processors' this process and the emulator used for it.
$ErrorActionPreference = 'Stop'
$env:PSModulePath = $env:BENCH_MODULES
Import-Module EntraRevoke
. "$PSScriptRoot/connect.ps1"

function Get-ProcessorTime {
    foreach ($id in $PID, $env:BENCH_EMULATOR) {
        [System.Diagnostics.Process]::GetProcessById($id).TotalProcessorTime.TotalMilliseconds
    }
}

$state = [initialsessionstate]::CreateDefault2()
$state.ImportPSModule('EntraRevoke')
$runspaces = [System.Collections.Generic.List[runspace]]::new()
$clock = [System.Diagnostics.Stopwatch]
$work = {
    param($count, $barrier)
    Revoke-EntraSignedInUserAllRefreshToken
    $barrier.SignalAndWait()
    for ($call = 0; $call -lt $count; $call++) { Revoke-EntraSignedInUserAllRefreshToken }
}
while ($null -ne ($line = [Console]::In.ReadLine())) {
    [int]$width, [int]$count = $line -split ' '
    while ($runspaces.Count -lt $width) {
        $runspace = [runspacefactory]::CreateRunspace($state)
        $runspace.Open()
        $runspaces.Add($runspace)
    }
    # All begin together, after each has made a call, since starting them is not what is measured.
    $barrier = [System.Threading.Barrier]::new($width + 1)
    $shells = @(foreach ($runspace in $runspaces[0..($width - 1)]) {
        [powershell]::Create($runspace).AddScript($work).AddArgument($count).AddArgument($barrier)
    })
    $running = @(foreach ($shell in $shells) { $shell.BeginInvoke() })
    $barrier.SignalAndWait()
    $before = Get-ProcessorTime
    $start = $clock::GetTimestamp()
    for ($index = 0; $index -lt $width; $index++) { $null = $shells[$index].EndInvoke($running[$index]) }
    $ticks = $clock::GetTimestamp() - $start
    $after = Get-ProcessorTime
    foreach ($shell in $shells) {
        if ($shell.HadErrors) { throw $shell.Streams.Error[0] }
        $shell.Dispose()
    }
    $figures = (1e9 * $ticks / $clock::Frequency), (1e6 * ($after[0] - $before[0])), (1e6 * ($after[1] - $before[1]))
    [Console]::Out.WriteLine('[' + (($figures | ForEach-Object { [long]$_ }) -join ',') + ']')
}

# For each line `<runspaces> <calls>` makes so many calls in each of so many runspaces at once, and answers how many
# nanoseconds it took.
$ErrorActionPreference = 'Stop'
$env:PSModulePath = $env:BENCH_MODULES
Import-Module EntraRevoke
. "$PSScriptRoot/connect.ps1"

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
    $start = $clock::GetTimestamp()
    for ($index = 0; $index -lt $width; $index++) { $null = $shells[$index].EndInvoke($running[$index]) }
    $ticks = $clock::GetTimestamp() - $start
    foreach ($shell in $shells) {
        if ($shell.HadErrors) { throw $shell.Streams.Error[0] }
        $shell.Dispose()
    }
    [Console]::Out.WriteLine("[$([long](1e9 * $ticks / $clock::Frequency))]")
}

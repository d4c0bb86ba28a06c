# For each line `<what> <count>` makes so many calls, and answers how many nanoseconds each took.
$ErrorActionPreference = 'Stop'
# PowerShell's own modules have Invoke-RestMethod.
$env:PSModulePath = $env:BENCH_MODULES + [System.IO.Path]::PathSeparator + "$PSHOME/Modules"
Import-Module EntraRevoke, EntraRevokeFloor
. "$PSScriptRoot/connect.ps1"
$clock = [System.Diagnostics.Stopwatch]
$rest = @{
    Method = 'Post'; Uri = "$env:BENCH_GRAPH/v1.0/me/revokeSignInSessions"; HttpVersion = '2.0'
    Authentication = 'Bearer'; Token = $token
}
while ($null -ne ($line = [Console]::In.ReadLine())) {
    $what, $count = $line -split ' '
    $ticks = [long[]]::new($count)
    switch ($what) {
        'revoke' {
            for ($call = 0; $call -lt $ticks.Length; $call++) {
                $start = $clock::GetTimestamp()
                Revoke-EntraSignedInUserAllRefreshToken
                $ticks[$call] = $clock::GetTimestamp() - $start
            }
        }
        'floor' {
            for ($call = 0; $call -lt $ticks.Length; $call++) {
                $start = $clock::GetTimestamp()
                Invoke-EntraFloor
                $ticks[$call] = $clock::GetTimestamp() - $start
            }
        }
        'seam' {
            for ($call = 0; $call -lt $ticks.Length; $call++) {
                $start = $clock::GetTimestamp()
                $operation = [EntraRevoke.Native.NativeProbe]::Nothing()
                $null = $operation.Next()
                $operation.Dispose()
                $ticks[$call] = $clock::GetTimestamp() - $start
            }
        }
        'rest' {
            for ($call = 0; $call -lt $ticks.Length; $call++) {
                $start = $clock::GetTimestamp()
                $null = Invoke-RestMethod @rest
                $ticks[$call] = $clock::GetTimestamp() - $start
            }
        }
    }
    $nanoseconds = foreach ($tick in $ticks) { [long](1e9 * $tick / $clock::Frequency) }
    [Console]::Out.WriteLine('[' + ($nanoseconds -join ',') + ']')
}

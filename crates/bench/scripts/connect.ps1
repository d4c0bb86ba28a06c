# Signs in with the token of this process, as a user has it who keeps it from being shown.
$token = [System.Net.NetworkCredential]::new('', $env:BENCH_TOKEN).SecurePassword
$null = Add-EntraEnvironment -Name Bench -AzureADEndpoint $env:BENCH_GRAPH -GraphEndpoint $env:BENCH_GRAPH
Connect-Entra -AccessToken $token -Environment Bench -NoWelcome

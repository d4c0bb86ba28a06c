# Signs in for the scripts whose start is not measured.
$null = Add-EntraEnvironment -Name Bench -AzureADEndpoint $env:BENCH_GRAPH -GraphEndpoint $env:BENCH_GRAPH
$token = [System.Net.NetworkCredential]::new('', $env:BENCH_TOKEN).SecurePassword
Connect-Entra -AccessToken $token -Environment Bench -NoWelcome

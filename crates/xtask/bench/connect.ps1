# Signs in for the scripts whose start is not measured.
$null = Add-EntraEnvironment -Name Bench -AzureADEndpoint $env:BENCH_GRAPH -GraphEndpoint $env:BENCH_GRAPH
Connect-Entra -AccessToken $BENCH_TOKEN -Environment Bench -NoWelcome

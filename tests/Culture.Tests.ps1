BeforeDiscovery {
    # A comma for a point, an i without its dot, and digits and years of their own.
    $cultures = 'de-DE', 'tr-TR', 'ar-SA'
}
BeforeAll {
    Import-Module $PSScriptRoot/Support
    Start-EntraTest
    Set-Emulator @{ deviceCodeIntervalS = 1; deviceAutoApproveAfterPolls = 0 }
    # In each culture: a wait that is too long, one that is waited for, and a permission that is missing.
    foreach ($name in 'en-US', 'de-DE', 'tr-TR', 'ar-SA') {
        Add-Fault @{ target = 'graph'; status = 429; retryAfter = 3600 }
        Add-Fault @{ target = 'graph'; status = 429; retryAfter = 1 }
        Add-Fault @{ target = 'graph'; status = 403 }
    }
    $script = (Get-ShellPrologue) + @'
$token = [securestring]::new()
function Use-Culture ($Name) {
    [cultureinfo]::CurrentCulture = [cultureinfo]::CurrentUICulture = $Name
    # The culture itself is in force.
    '{0:0.0} {1}' -f 1.5, 'I'.ToLower()
    try { Connect-Entra -TenantId 'a/b' } catch { "$_" }
    try { Connect-Entra -AccessToken $token } catch { "$_" }
    try { Connect-Entra -Environment INDIA } catch { "$_" }
    Connect-Entra -USEDEVICECODE -NOWELCOME -CONTEXTSCOPE RUNSPACE 6>&1
    1..2 | ForEach-Object { try { Revoke-EntraSignedInUserAllRefreshToken -Verbose 4>&1 } catch { "$_" } }
    Get-EntraContext | Format-List | Out-String
    Disconnect-Entra | Out-Null
    try { Revoke-EntraSignedInUserAllRefreshToken } catch { "$_"; "$($_.CategoryInfo.Category)" }
    (Get-EntraEnvironment china, DELOSCLOUD, bleucloud).Name
    (Add-EntraEnvironment 'INFO i' HTTPS://LOGIN.INFO.EXAMPLE https://graph.info.example).AzureADEndpoint
    (Get-EntraEnvironment 'info I' | Remove-EntraEnvironment).Name
    (TabExpansion2 'Connect-Entra -Environment CHI').CompletionMatches.CompletionText
}
$said = [ordered]@{}
foreach ($name in 'en-US', 'de-DE', 'tr-TR', 'ar-SA') { $said[$name] = @(Use-Culture $name | ForEach-Object { "$_" }) }
ConvertTo-Json $said
'@
    $shell = Invoke-Shell $script
    # What differs in any case: ids, codes and how long an answer took.
    $ids = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22}|(?m)^ {4}[A-Z0-9]{9}\r?$|(?<= in )[0-9.]+(?= m?s)'
    $said = ConvertFrom-Json $shell.Text -AsHashtable
    foreach ($name in @($said.Keys)) { $said[$name] = $said[$name] -replace $ids, '#' }
}
AfterAll { Stop-EntraTest }

Describe 'Another culture' -Tag Culture {
    It 'is in force: <_>' -ForEach $cultures { $said.$_[0] | Should -Not -BeExactly $said.'en-US'[0] }

    It 'changes no text, number, name or choice: <_>' -ForEach $cultures {
        $shell.Errors | Should -BeNullOrEmpty
        $said.'en-US'.Count | Should -BeGreaterThan 15
        $said.$_ | Select-Object -Skip 1 | Should -BeExactly ($said.'en-US' | Select-Object -Skip 1)
    }

    It 'leaves numbers as the invariant culture writes them' {
        $text = $said.'en-US' -join "`n"
        $text | Should -BeLike '*asks to wait 3600 seconds*'
        $text | Should -BeLike '*valid for 15 minutes*'
        $text | Should -Match 'waiting 1\.0 s'
        $text | Should -BeLike '*User.RevokeSessions.All*'
    }
}

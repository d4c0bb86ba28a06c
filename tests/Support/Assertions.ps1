# What many tests make sure of.

# Runs a command that must end with exactly one terminating error and no output, and returns its error record.
function Get-Failure ([scriptblock] $Command) {
    $output = @()
    try { $output = @(& $Command) } catch { $failure = $_ }
    $output | Should -BeNullOrEmpty
    if (-not (Test-Path variable:failure)) { throw "'$Command' did not fail." }
    Assert-NoSecret ($failure | Format-List * -Force | Out-String)
    $failure
}

# Makes sure of an error's id and category, that its text says these things, and that it is one sentence for people.
function Assert-Failure ($Failure, [string] $Id, [string] $Category, [string[]] $Says = @()) {
    $text = "$Failure"
    $Failure.FullyQualifiedErrorId | Should -Be $Id
    $Failure.CategoryInfo.Category | Should -Be $Category
    $Says | ForEach-Object { $text | Should -BeLike "*$([wildcardpattern]::Escape($_))*" }
    $text | Should -Not -Match '\n| at EntraRevoke\.|Exception|MgGraph'
    Assert-NoSecret $text
}

# Fails when a text holds a token, a code or another secret of a protocol, or one of those that are known.
function Assert-NoSecret ([string] $Text, [string[]] $Known = @()) {
    $Text | Should -Not -Match 'eyJ[A-Za-z0-9_-]+\.' -Because 'that is a JSON Web Token'
    $Text | Should -Not -Match '\b1\.[A-Za-z0-9_-]{20,}' -Because 'that is a refresh token or a code'
    $fields = 'code|code_verifier|device_code|refresh_token|client_secret'
    $Text | Should -Not -Match "(?<![A-Za-z_])($fields)=(?!\[redacted\]|[0-9]{4,8}\b)"
    $Text | Should -Not -Match '"(access_token|refresh_token|id_token|device_code|client_info)":\s*"(?!\[redacted\])'
    foreach ($secret in $Known) { $Text.Contains($secret) | Should -BeFalse -Because 'a secret is never shown' }
}

# Makes sure that an outcome of Wait-Pipeline has nothing on these streams.
function Assert-Silent ($Outcome, [string[]] $Stream) {
    foreach ($name in $Stream) { $Outcome.$name | Should -BeNullOrEmpty -Because "nothing was to come on $name" }
}

# Runs a command that may write errors but not end with one, and returns two lists: its output and its error records.
function Get-Written ([scriptblock] $Command) {
    $output, $errors = (& $Command 2>&1).Where({ $_ -isnot [Management.Automation.ErrorRecord] }, 'Split')
    , @($output)
    , @($errors)
}

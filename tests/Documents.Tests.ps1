BeforeDiscovery {
    Import-Module $PSScriptRoot/Support
    $documents = Get-ChildItem $Root -Filter *.md -Recurse -Force |
        ForEach-Object { @{ Name = [IO.Path]::GetRelativePath($Root, $_.FullName).Replace('\', '/'); Path = $_.FullName } } |
        Where-Object { $_.Name -notmatch '(^|/)(\.git|bin|obj|out|target)/' }
}
BeforeAll {
    Import-Module $PSScriptRoot/Support
    # Addresses of the repository's own files, as documents outside of it name them.
    $online = 'https://github.com/entrarevoke/entrarevoke/blob/main/'
    function Get-Prose ([string] $Path) { (Get-Content $Path -Raw) -replace '(?ms)^(```+|~~~+).*?^\1\s*$' }
    function Get-Address ([string] $Path) {
        $patterns = '\]\(<?([^)\s>]+)>?(?:\s+"[^"]*")?\)', '(?m)^\[[^]]+\]:\s*(\S+)', '\b(?:src|href|srcset)="([^"]+)"'
        $prose = (Get-Prose $Path) -replace '`[^`\n]+`'
        $patterns | ForEach-Object { [regex]::Matches($prose, $_) } | ForEach-Object { $_.Groups[1].Value }
    }
    # The names that GitHub gives to headings.
    function Get-Anchor ([string] $Path) {
        [regex]::Matches((Get-Prose $Path), '(?m)^#{1,6}\s+(.+)$') | ForEach-Object {
            $_.Groups[1].Value.Trim().ToLowerInvariant() -replace '[^\p{L}\p{N}\s_-]' -replace ' ', '-'
        }
    }
    function Test-Address ([string] $From, [string] $Address) {
        if ($Address.StartsWith($online)) { $From = "$Root/README.md"; $Address = $Address.Substring($online.Length) }
        elseif ($Address -match '^[a-z][a-z0-9+.-]*:') { return $true }
        $file, $anchor = [uri]::UnescapeDataString($Address) -split '#', 2
        $target = if ($file) { Join-Path (Split-Path $From) $file } else { $From }
        (Test-Path $target) -and (-not $anchor -or $anchor -cin (Get-Anchor $target))
    }
}

Describe 'The documents' -Tag Documents -ForEach @{ Names = $documents.Name } {
    It 'are found: <_>' -ForEach 'README.md', 'module/docs/en-US/Connect-Entra.md', 'docs/dependencies.md' {
        $names | Should -Contain $_
    }

    It 'lead somewhere with every link: <Name>' -ForEach $documents {
        Get-Address $Path | Where-Object { -not (Test-Address $Path $_) } | Should -BeNullOrEmpty
    }
}

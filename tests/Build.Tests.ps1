BeforeDiscovery { $hasCargo = [bool] (Get-Command cargo -ErrorAction Ignore) }
BeforeAll { Import-Module $PSScriptRoot/Support }

Describe 'build.ps1' -Tag Build -Skip:(-not $hasCargo) {
    It 'has every step' {
        $steps = cargo xtask --help | Select-String '^  ([a-z]+)  ' | ForEach-Object { $_.Matches.Groups[1].Value }
        $tasks = (Get-Command $Root/build.ps1).Parameters.Task.Attributes.ValidValues
        $tasks.ToLowerInvariant() | Sort-Object | Should -Be ($steps | Sort-Object)
    }

    It 'runs a step with its arguments, and ends as that did' {
        & $Root/build.ps1 Package --help | Out-String | Should -BeLike '*--natives <DIR>*'
        $LASTEXITCODE | Should -Be 0
        $null = & $Root/build.ps1 Package --natives (New-Folder) 2>&1
        $LASTEXITCODE | Should -Be 1
    }
}

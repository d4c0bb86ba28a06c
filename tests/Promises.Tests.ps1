BeforeDiscovery {
    Import-Module $PSScriptRoot/Support
    $promises = foreach ($row in (Get-Content "$Root/docs/promises.md") -match '^\| (?!Promise|---)') {
        $promise, $where, $tests = $row.Trim('|', ' ') -split ' \| '
        foreach ($test in $tests -split '; ') {
            $file, $name = $test -split ': ', 2
            @{ Promise = $promise; File = $file.Trim('`'); Name = $name }
        }
    }
}
BeforeAll {
    Import-Module $PSScriptRoot/Support
    # Where a name of docs/promises.md leads.
    function Get-TestFile ([string] $Name) {
        $path = $Name -replace '^core/', 'crates/entra-revoke/tests/core/' -replace '^emulator/', 'crates/entra-emulator/tests/emulator/'
        Join-Path $Root $(if ($path -like 'crates/*') { $path } else { "tests/$path" })
    }
}

Describe 'A promise' -Tag Promises {
    It 'is held by a test that is there: <Promise>, by <File>' -ForEach $promises {
        $file = Get-TestFile $File
        $file | Should -Exist
        (Get-Content $file -Raw).Contains($Name) | Should -BeTrue -Because "'$Name' is to be in $File"
    }
}

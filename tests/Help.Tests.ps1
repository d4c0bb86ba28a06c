BeforeDiscovery {
    Import-Module $PSScriptRoot/Support
    $pages = Get-HelpPage | ForEach-Object { @{ Name = $_.Name; Page = $_ } }
}
BeforeAll {
    Import-Module $PSScriptRoot/Support
    Import-Module $ModuleManifest
    $common = [Management.Automation.PSCmdlet]::CommonParameters + 'ProgressAction'

    function Get-Prose ($Paragraphs) { (@($Paragraphs).Text | ForEach-Object Trim | Where-Object { $_ }) -join "`n" }
    # The YAML of a parameter as a table.
    function Get-Binding ([string] $Body) {
        $fields = @{ 'Accepted values' = '' }
        foreach ($line in (Get-Fence $Body) -split '\n' | Where-Object { $_ }) {
            $name, $value = $line.Split(':', 2)
            $fields[$name] = $value.Trim()
        }
        $fields
    }
    function Get-DocumentedParameter ($Page) {
        Split-Heading $Page.Sections.PARAMETERS '### -' | ForEach-Object {
            $body = ($_.Body -split '\n### ')[0]
            @{ Name = $_.Title; Text = Get-PlainText $body; Binding = Get-Binding $body }
        }
    }
    # How Get-Command says that a parameter of a set is bound, in the words of the pages.
    function Get-RealBinding ($Command, $One) {
        $parameter = $Command.Parameters[$One.Name]
        $sources = @(if ($One.ValueFromPipelineByPropertyName) { 'ByPropertyName' }; if ($One.ValueFromPipeline) { 'ByValue' })
        $sets = @($Command.ParameterSets | Where-Object { $_.Parameters.Name -contains $One.Name } | ForEach-Object Name)
        $isOfAll = $parameter.ParameterSets.ContainsKey('__AllParameterSets')
        $type = $parameter.ParameterType
        @{
            'Type'                        = $type.Name
            'Parameter Sets'              = if ($isOfAll) { '(All)' } else { $sets -join ', ' }
            'Aliases'                     = $parameter.Aliases -join ', '
            'Accepted values'             = if ($type.IsEnum) { [Enum]::GetNames($type) -join ', ' } else { '' }
            'Required'                    = "$($One.IsMandatory)"
            'Position'                    = if ($One.Position -lt 0) { 'Named' } else { "$($One.Position)" }
            'Accept pipeline input'       = if ($sources) { "True ($($sources -join ', '))" } else { 'False' }
            'Accept wildcard characters'  = "$([bool] ($parameter.Attributes | Where-Object { $_ -is [SupportsWildcards] }))"
        }
    }
    # How a parameter is bound, on one line: as the page or Get-Command says it, and as the help does.
    function Get-BindingLine ([string] $Name, $Binding) {
        $fields = 'Type', 'Required', 'Position', 'Accept pipeline input', 'Accept wildcard characters'
        "$Name $($fields.ForEach({ $Binding[$_] }) -join ' | ')".ToLowerInvariant()
    }
    function Get-HelpLine ($Shown) {
        $fields = $Shown.type.name, $Shown.required, $Shown.position, $Shown.pipelineInput, $Shown.globbing
        "$($Shown.name) $($fields -join ' | ')".ToLowerInvariant()
    }
}

Describe 'The page of each cmdlet' -Tag Help {
    It 'is there, and there is no other' {
        (Get-HelpPage).Name | Should -Be (Get-Command -Module EntraRevoke -CommandType Cmdlet | Sort-Object Name).Name
    }
}

Describe 'The help of <Name>' -Tag Help -ForEach $pages {
    BeforeAll {
        $command = Get-Command "EntraRevoke\$Name"
        $help = Get-Help "EntraRevoke\$Name" -Full
        $documented = @(Get-DocumentedParameter $Page)
        $own = @($command.Parameters.Keys | Where-Object { $_ -notin $common })
    }

    It 'is what the page says' {
        $help.Synopsis.Trim() | Should -BeExactly (Get-PlainText $Page.Sections.SYNOPSIS)
        Get-Prose $help.description | Should -BeExactly (Get-PlainText $Page.Sections.DESCRIPTION)
        Get-Prose $help.alertSet.alert | Should -BeExactly (Get-PlainText $Page.Sections.NOTES)
        $help.ModuleName | Should -BeExactly EntraRevoke
        Test-Path "$ModuleFolder/en-US/$(Split-Path $command.HelpFile -Leaf)" | Should -BeTrue
    }

    It 'has the examples of the page' {
        $examples = @(Split-Heading $Page.Sections.EXAMPLES '### ')
        @($help.examples.example) | Should -HaveCount $examples.Count
        for ($index = 0; $index -lt $examples.Count; $index++) {
            $shown = @($help.examples.example)[$index]
            $shown.title.Trim('-', ' ') | Should -BeExactly $examples[$index].Title
            $shown.code -replace '\r' | Should -BeExactly (@(Get-Fence $examples[$index].Body) -join "`n`n")
            Get-Prose $shown.remarks | Should -BeExactly (Get-PlainText $examples[$index].Body)
        }
    }

    It 'says what goes in, what comes out, and where to read on' {
        $help.inputTypes.inputType.type.name | Should -Be (Split-Heading $Page.Sections.INPUTS '### ').Title
        $outputs = (Split-Heading $Page.Sections.OUTPUTS '### ').Title
        $help.returnValues.returnValue.type.name | Should -Be $outputs
        $declared = @($command.OutputType.Name)
        $outputs | Should -Be $(if ($declared) { $declared } else { 'None' })
        $links = [regex]::Matches($Page.Sections.'RELATED LINKS', '\[([^]]+)\]\(([^)]+)\)')
        $help.relatedLinks.navigationLink.linkText | Should -Be $links.ForEach({ $_.Groups[1].Value })
    }

    It 'is the page in the repository for -Online' {
        $online = [regex]::Match($Page.Text, '(?m)^online version: (\S+)$').Groups[1].Value
        $online | Should -BeLike "*/module/docs/en-US/$Name.md"
        @($help.relatedLinks.navigationLink)[0].uri | Should -BeExactly $online
        $command.HelpUri | Should -BeExactly $online
    }

    It 'has the syntax of the cmdlet' {
        $real = @((Get-Command $Name -Syntax) -split '\n' | ForEach-Object { Get-OneLine $_ } | Where-Object { $_ })
        Get-Fence $Page.Sections.SYNTAX | ForEach-Object { Get-OneLine $_ } | Should -Be $real
        $items = @($help.syntax.syntaxItem)
        $items | Should -HaveCount $command.ParameterSets.Count
        for ($index = 0; $index -lt $items.Count; $index++) {
            $shown = if ($items[$index].PSObject.Properties['parameter']) { $items[$index].parameter } else { @() }
            $set = $command.ParameterSets[$index]
            $real = $set.Parameters | Where-Object Name -NotIn $common |
                ForEach-Object { Get-BindingLine $_.Name (Get-RealBinding $command $_) }
            $shown | ForEach-Object { Get-HelpLine $_ } | Sort-Object | Should -BeExactly ($real | Sort-Object)
        }
    }

    It 'documents each parameter as it is, and no other' {
        $documented.Name | Should -Be ($own | Sort-Object)
        foreach ($parameter in $documented) {
            $one = @($command.ParameterSets.Parameters | Where-Object Name -EQ $parameter.Name)[0]
            $real = Get-RealBinding $command $one
            foreach ($field in $real.Keys) {
                $parameter.Binding[$field] | Should -BeExactly $real[$field] -Because "that is $field of -$($parameter.Name)"
            }
        }
    }

    It 'answers for each parameter by itself' {
        if (-not $documented) { return }
        $shown = @(Get-Help "EntraRevoke\$Name" -Parameter *)
        $shown.name | Should -Be $documented.Name
        for ($index = 0; $index -lt $shown.Count; $index++) {
            $binding = $documented[$index].Binding
            Get-Prose $shown[$index].description | Should -BeExactly $documented[$index].Text
            Get-HelpLine $shown[$index] | Should -BeExactly (Get-BindingLine $documented[$index].Name $binding)
            $shown[$index].defaultValue | Should -Be $binding['Default value']
            $shown[$index].aliases | Should -Be $(if ($binding.Aliases) { $binding.Aliases } else { 'none' })
        }
    }

    It 'is shown whole' {
        $shown = Get-OneLine ($help | Out-String)
        $shown | Should -MatchExactly "^NAME $Name SYNOPSIS "
        foreach ($heading in 'SYNTAX', 'DESCRIPTION', 'PARAMETERS', 'INPUTS', 'OUTPUTS', 'NOTES', 'Example 1:', 'RELATED LINKS') {
            $shown | Should -MatchExactly "(^| )$heading( |$)"
        }
        foreach ($parameter in $documented) { $shown | Should -BeLike "* -$($parameter.Name) *" }
        $shown | Should -Not -BeLike '*{{*'
    }
}

Describe 'The about topic' -Tag Help {
    It 'is found by <_>' -ForEach 'about_EntraRevoke', 'about_entrar*' {
        $topic = Get-Help $_
        $topic.Synopsis.Trim() | Should -BeExactly 'Signs in to Microsoft Entra ID and ends every session of yours.'
        $text = "$topic" -replace '\r'
        'TOPIC', 'LONG DESCRIPTION', 'SEE ALSO' | ForEach-Object { $text | Should -MatchExactly "(?m)^$_$" }
        $text | Should -MatchExactly 'ENTRAREVOKE_CLIENT_ID'
        $text -split '\n' | Where-Object Length -GT 80 | Should -BeNullOrEmpty
        # The cmdlets that only change environments are left to their own pages.
        (Get-HelpPage).Name | Where-Object { $_ -notlike 'Set-*' -and $_ -notlike 'Remove-*' } |
            Where-Object { -not $text.Contains($_) } | Should -BeNullOrEmpty
    }
}

Describe 'The help of the revocation' -Tag Help {
    It 'has the facts of the reference' {
        $page = Get-HelpPage | Where-Object Name -EQ Revoke-EntraSignedInUserAllRefreshToken
        foreach ($fact in 'every refresh token that was issued to an application', 'session cookie in a browser',
            'signInSessionsValidFromDateTime', 'lost or stolen', 'consented to', 'gets an error', 'authorization endpoint',
            'new refresh token', 'a few minutes') {
            $page.Sections.DESCRIPTION | Should -BeLike "*$fact*"
        }
        $first = @(Split-Heading $page.Sections.EXAMPLES '### ')[0].Body
        Get-Fence $first | Should -BeExactly "Connect-Entra -Scopes 'User.RevokeSessions.All'`nRevoke-EntraSignedInUserAllRefreshToken",
            "Value`n-----`nTrue"
    }

    It 'is opened in the browser by -Online' -Skip:(-not $IsLinux) {
        $folder = New-Folder
        $opened = "$folder/opened"
        $null = & mkfifo $opened
        Set-Content "$folder/xdg-open" "#!/bin/sh`nprintf '%s\n' `"`$1`" > '$opened'"
        chmod +x "$folder/xdg-open"
        $script = "Import-Module '$ModuleManifest'; Get-Help Revoke-EntraSignedInUserAllRefreshToken -Online; cat '$opened'"
        $run = Invoke-Shell $script @{ PATH = "${folder}:$env:PATH" }
        $run.Lines | Should -Be (Get-Command Revoke-EntraSignedInUserAllRefreshToken).HelpUri
    }
}

Describe 'A page that is not as it has to be' -Tag Help {
    BeforeAll {
        # Makes help of one page in which a text has another in its place.
        function Convert-Changed ([string] $Name, [string] $From, [string] $To) {
            $folder = New-Folder
            $text = (Get-Content "$Root/module/docs/en-US/$Name.md" -Raw) -replace '\r'
            $text.Contains($From) | Should -BeTrue
            [IO.File]::WriteAllText("$folder/$Name.md", $text.Replace($From, $To))
            & "$Root/module/docs/ConvertTo-Help.ps1" $folder "$folder/out"
        }
    }

    It 'is refused with its name and heading: <From> becomes <To>' -ForEach @(
        @{ From = 'schema: 2.0.0'; To = 'schema: 1'; Says = 'the page has to begin with' }
        @{ From = '# Connect-Entra'; To = '# Connect'; Says = 'the page has to begin with' }
        @{ From = "`n## SYNOPSIS"; To = "`nStray.`n`n## SYNOPSIS"; Says = '# Connect-Entra: a section has to follow the title' }
        @{ From = '## NOTES'; To = '## NOTE'; Says = 'the sections have to be' }
        @{ From = '## INPUTS'; To = "## NOTES`nMore.`n`n## INPUTS"; Says = 'the sections have to be' }
        @{ From = "`n## SYNTAX"; To = "`nMore.`n`n## SYNTAX"; Says = '## SYNOPSIS: what belongs here is one paragraph' }
        @{ From = "## SYNTAX`n"; To = "## SYNTAX`nStray.`n"; Says = '## SYNTAX: what belongs here' }
        @{ From = ' [-LoginHint'; To = ' [-Other'; Says = '## SYNTAX: -Other of UserParameterSet is not documented' }
        @{ From = "## DESCRIPTION`n"; To = "## DESCRIPTION`n{{ Fill }} "; Says = '## DESCRIPTION: a placeholder is left' }
        @{ From = "## NOTES`n"; To = "## NOTES`n![p](p.png)`n"; Says = '## NOTES: a picture cannot be shown' }
        @{ From = "## NOTES`n"; To = "## NOTES`n| a |`n| - |`n| b |`n`n"; Says = '## NOTES: Table cannot be shown' }
        @{ From = "## NOTES`n"; To = "## NOTES`n1. one`n`n"; Says = '## NOTES: only plain lists can be shown' }
        @{ From = "## NOTES`n"; To = "## NOTES`n- one`n  - two`n`n"; Says = '## NOTES: only plain lists can be shown' }
        @{ From = "## NOTES`n"; To = "## NOTES`n``````powershell`nGet-Help`n```````n"; Says = '## NOTES: what belongs here' }
        @{ From = "## NOTES`n"; To = "## NOTES`n### More`n"; Says = '### More: what belongs here' }
        @{ From = "## EXAMPLES`n"; To = "## EXAMPLES`nStray.`n"; Says = '## EXAMPLES: what belongs here' }
        @{ From = "on another device`n``````powershell"; To = "on another device`n``````bash"; Says = '### Example 3: *: what belongs here' }
        @{ From = 'Shows an address and a code, and waits until you have entered the code there.'; To = ''
            Says = '### Example 3: *: what belongs here' }
        @{ From = 'Shows nothing after a successful sign-in.'; To = ''; Says = '### -NoWelcome: what belongs here' }
        @{ From = '### CommonParameters'; To = '### -Common'; Says = '## PARAMETERS: the heading ### CommonParameters is missing' }
        @{ From = 'Type: SecureString'; To = ''; Says = '### -AccessToken: `Type` is missing' }
        @{ From = 'Type: SecureString'; To = 'Type:'; Says = '### -AccessToken: `Type` is ``' }
        @{ From = 'Type: SecureString'; To = "Type: A`nType: B"; Says = '### -AccessToken: `Type` is there twice' }
        @{ From = 'Type: SecureString'; To = "Kind: A"; Says = '### -AccessToken: `Kind` is not known' }
        @{ From = 'Position: 4'; To = 'Position: last'; Says = '### -TenantId: `Position` is `last`' }
        @{ From = '### None'; To = ''; Says = '## INPUTS: what belongs here' }
        @{ From = '[Disconnect-Entra]('; To = 'See [Disconnect-Entra]('; Says = '## RELATED LINKS: what belongs here' }
        @{ From = '[Online Version:]'; To = '[Here]'; Says = '## RELATED LINKS: the first link has to be' }
    ) {
        $Says = $Says -replace '`', '``'
        { Convert-Changed Connect-Entra $From $To } | Should -Throw "Connect-Entra.md: $Says*"
    }

    It 'is refused as an about topic: <From> becomes <To>' -ForEach @(
        @{ From = '# about_EntraRevoke'; To = '# about'; Says = 'the page has to begin with' }
        @{ From = '## KEYWORDS'; To = '## WORDS'; Says = 'the sections have to be' }
        @{ From = '## KEYWORDS'; To = '## SEE ALSO'; Says = 'the sections have to be' }
        @{ From = '## LONG DESCRIPTION'; To = ''; Says = 'the sections have to be' }
        @{ From = '## LONG DESCRIPTION'; To = "More.`n`n## LONG DESCRIPTION"; Says = '## SHORT DESCRIPTION: what belongs here' }
        @{ From = '### Clouds'; To = '#### Clouds'; Says = '#### Clouds: what belongs here' }
    ) {
        { Convert-Changed about_EntraRevoke $From $To } | Should -Throw "about_EntraRevoke.md: $Says*"
    }
}

# Writes what Get-Help reads of cmdlets (MAML).

$Namespaces = @{
    maml    = 'http://schemas.microsoft.com/maml/2004/10'
    command = 'http://schemas.microsoft.com/maml/dev/command/2004/10'
    dev     = 'http://schemas.microsoft.com/maml/dev/2004/10'
}

function Write-Maml ($Pages, [string] $Path) {
    $settings = [Xml.XmlWriterSettings]@{ Indent = $true; NewLineChars = "`n"; Encoding = [Text.UTF8Encoding]::new($false) }
    $script:xml = [Xml.XmlWriter]::Create($Path, $settings)
    try {
        $xml.WriteStartElement('helpItems', 'http://msh')
        $xml.WriteAttributeString('schema', 'maml')
        foreach ($page in $Pages) { Write-Command $page }
        $xml.WriteEndElement()
    } finally { $xml.Dispose() }
}

# An element `prefix:name` with attributes, and with a text or what a script writes.
function Write-Element ([string] $Tag, $Content, [hashtable] $Attribute = @{}) {
    $prefix, $local = $Tag.Split(':')
    $xml.WriteStartElement($prefix, $local, $Namespaces[$prefix])
    foreach ($key in $Attribute.Keys | Sort-Object) { $xml.WriteAttributeString($key, "$($Attribute[$key])".ToLowerInvariant()) }
    if ($Content -is [scriptblock]) { & $Content } elseif ($Content) { $xml.WriteString($Content) }
    $xml.WriteEndElement()
}

function Write-Prose ([string] $Name, $Paragraphs) {
    Write-Element $Name { foreach ($paragraph in $Paragraphs) { Write-Element maml:para $paragraph } }
}

function Write-Command ($Page) {
    Write-Element command:command {
        Write-Element command:details {
            $verb, $noun = $Page.Name.Split('-', 2)
            Write-Element command:name $Page.Name
            Write-Element command:verb $verb
            Write-Element command:noun $noun
            Write-Prose maml:description (Get-Prose $Page.SYNOPSIS)
        }
        Write-Prose maml:description (Get-Prose $Page.DESCRIPTION)
        Write-Element command:syntax { Write-Syntax $Page }
        Write-Element command:parameters {
            foreach ($parameter in $Page.Parameters) { Write-Parameter $parameter $parameter.Variants[0] }
        }
        Write-Type command:inputTypes command:inputType $Page.INPUTS
        Write-Type command:returnValues command:returnValue $Page.OUTPUTS
        Write-Element maml:alertSet { Write-Prose maml:alert (Get-Prose $Page.NOTES) }
        Write-Element command:examples { Split-Section $Page.EXAMPLES 3 | ForEach-Object { Write-Example $_ } }
        Write-Element command:relatedLinks {
            foreach ($link in $Page['RELATED LINKS'].Link) {
                Write-Element maml:navigationLink {
                    Write-Element maml:linkText $link.Text
                    Write-Element maml:uri $(if ($link.Url -like 'https://*') { $link.Url })
                }
            }
        }
    }
}

# The parameter sets, in the order and with the parameters that the page gives.
function Write-Syntax ($Page) {
    $set = '(All)'
    foreach ($block in $Page.SYNTAX) {
        if ($block.Kind -eq '3') { $set = $block.Text -replace ' \(Default\)$'; continue }
        Write-Element command:syntaxItem {
            Write-Element maml:name $Page.Name
            foreach ($match in [regex]::Matches($block.Text, '(?<=[ \[])-(\w+)')) {
                $name = $match.Groups[1].Value
                $parameter = $Page.Parameters | Where-Object Name -EQ $name
                $variant = if ($parameter) {
                    $parameter.Variants | Where-Object {
                        $_.'Parameter Sets' -eq '(All)' -or $set -in ($_.'Parameter Sets' -split ', ')
                    } | Select-Object -First 1
                }
                if (-not $variant) { throw "$($Page.Name).md: ## SYNTAX: -$name of $set is not documented" }
                Write-Parameter $parameter $variant -InSyntax
            }
        }
    }
}

# A parameter; in a syntax the values of an enumeration are shown, and none of a switch.
function Write-Parameter ($Parameter, $Variant, [switch] $InSyntax) {
    $type = $Variant.Type
    $isSwitch = $type -eq 'SwitchParameter'
    $attributes = @{
        required       = $Variant.Required
        variableLength = $type.EndsWith('[]')
        globbing       = $Variant['Accept wildcard characters']
        position       = $Variant.Position
    }
    Write-Element command:parameter -Attribute $attributes {
        $xml.WriteAttributeString('pipelineInput', $Variant['Accept pipeline input'])
        $xml.WriteAttributeString('aliases', $(if ($Variant.Aliases) { $Variant.Aliases } else { 'none' }))
        Write-Element maml:name $Parameter.Name
        Write-Prose maml:description $Parameter.Prose
        if ($InSyntax -and $Variant['Accepted values']) {
            Write-Element command:parameterValueGroup {
                $Variant['Accepted values'] -split ', ' | ForEach-Object { Write-Value $_ $true }
            }
        }
        if (-not ($InSyntax -and $isSwitch)) { Write-Value $type (-not $isSwitch) }
        Write-TypeName $type
        Write-Element dev:defaultValue $Variant['Default value']
    }
}

function Write-Value ([string] $Value, [bool] $Required) {
    Write-Element command:parameterValue $Value @{ required = $Required; variableLength = $Value.EndsWith('[]') }
}

function Write-TypeName ([string] $Name) {
    Write-Element dev:type { Write-Element maml:name $Name; Write-Element maml:uri }
}

function Write-Type ([string] $List, [string] $Item, $Body) {
    Write-Element $List {
        foreach ($type in Split-Section $Body 3) {
            Write-Element $Item { Write-TypeName $type.Title; Write-Prose maml:description (Get-Prose $type.Body) }
        }
    }
}

function Write-Example ($Section) {
    $width = 76
    $title = " $($Section.Title) "
    $left = [Math]::Max(0, [Math]::Floor(($width - $title.Length) / 2))
    $code = @($Section.Body | Where-Object Kind -In powershell, Output | ForEach-Object Text) -join "`n`n"
    Write-Element command:example {
        Write-Element maml:title ('-' * $left + $title).PadRight($width, '-')
        Write-Element dev:code $code
        # The empty paragraph keeps the next title apart.
        Write-Prose dev:remarks (@(Get-Prose $Section.Body) + '')
    }
}

namespace MsLite.Admin.Components.Layout;

/// <summary>The keys that do something on the page one looks at.</summary>
public sealed partial class KeysHelp;

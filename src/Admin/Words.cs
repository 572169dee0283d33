namespace MsLite.Admin;

/// <summary>
/// The panel's words, looked up by their English text: what has no translation is shown as it is written in the code. A translation is a
/// resource beside this file, such as Words.de.resx.
/// </summary>
public sealed class Words;

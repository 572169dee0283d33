namespace MsLite.Filter.Policy.Editing;

/// <summary>One name of the tree and what stood under it before and after.</summary>
/// <param name="Path">Relative to /srv, with "/" between names.</param>
internal sealed record TreeChange(string Path, TreeContent Before, TreeContent After);

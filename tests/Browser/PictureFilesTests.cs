using MsLite.Harness;

namespace MsLite.Browser.Tests;

public sealed class PictureFilesTests
{
    [Fact]
    public void The_documentation_has_a_picture_of_every_page()
    {
        var there = Directory.GetFiles(RepositoryRoot.Join("docs", "panel"), "*.png").Select(Path.GetFileNameWithoutExtension).ToHashSet();
        Assert.Equal([], PanelPages.Pictures.Where(picture => !there.Contains(picture)));
    }
}

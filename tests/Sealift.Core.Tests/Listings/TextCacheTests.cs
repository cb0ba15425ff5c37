using CsCheck;
using Sealift.Core.Listings;

namespace Sealift.Core.Tests.Listings;

public sealed class TextCacheTests
{
    [Theory]
    [InlineData(1, true)]
    [InlineData(40, true)]
    [InlineData(41, false)]
    public void A_text_that_comes_again_is_the_same_object_unless_it_is_long(int length, bool isSame)
    {
        var cache = new TextCache();
        var text = new string('x', length);

        Assert.Equal(isSame, ReferenceEquals(cache.Get(text), cache.Get(text)));
        Assert.Equal(text, cache.Get(text));
    }

    [Fact]
    public void Texts_that_take_turns_keep_their_words() => Generators.Name.Array[1, 200].Sample(static names =>
    {
        var cache = new TextCache();
        return names.Concat(names).All(name => cache.Get(name) == name) && cache.Get("").Length == 0;
    });
}
